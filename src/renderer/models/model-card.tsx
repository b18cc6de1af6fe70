import { type CardBlock, toBlocks } from './card-blocks.ts'

/** A model's card. */
export function ModelCard({ text }: { readonly text: string }) {
  // A card never changes while it is shown: the place of a block is its identity.
  // oxlint-disable-next-line react/no-array-index-key
  return toBlocks(text).map((block, i) => <Block key={`${i} ${block.kind}`} block={block} />)
}

function Block({ block }: { readonly block: CardBlock }) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'code':
      return <pre>{block.text}</pre>
    case 'list':
      return (
        <ul className="card-list">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'table':
      return (
        <table className="data">
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th scope="col" key={cell}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row.join('|')}>
                {row.map((cell, i) => (
                  <td key={block.head[i] ?? cell}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
  }
}
