import { relative } from 'node:path'
/**
 * The dependency table of the house, enforced. The table itself is the option of the rule in `.oxlintrc.json`:
 * rooms from the most to the least specific, each with the rooms of ours and the packages of theirs it may import.
 */
const aliases = /^#(bench|cli|core|e2e|engine|fixtures|main|preload|renderer|shared)\//

/** @param {string} specifier */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** @param {string} path */
const topLevel = (path) => (/^(bench|e2e|fixtures|models)\//.test(path) ? path : path.replace(/^src\//, ''))

const roomOf = (rooms, path) => rooms.find((room) => path === room.path || path.startsWith(`${room.path}/`))

const allows = (list, name) =>
  list.some((entry) => entry === name || (entry.endsWith('*') && name.startsWith(entry.slice(0, -1))))

const dependencyTable = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { rooms, tests } = context.options[0]
    // From the folder the linter runs in: a clone may itself lie under a folder called src or models.
    const file = relative(process.cwd(), context.filename).replaceAll('\\', '/')
    const inside = file.match(/^(?:src|bench|e2e|fixtures|models)\/.*$/)?.[0]
    const room = inside && roomOf(rooms, topLevel(inside))
    if (!room) return {}
    const isTest = /\.test\.tsx?$/.test(file)

    function judge(node, specifier, typeOnly) {
      if (typeof specifier !== 'string') return
      if (specifier.startsWith('./')) return
      if (specifier.startsWith('../')) {
        context.report({
          node,
          message: `Import "${specifier}" climbs out of its folder: name the room instead, as "#core/dicom/index.ts".`,
        })
        return
      }
      if (aliases.test(specifier)) {
        const target = specifier.slice(1)
        const own = roomOf(rooms, target)
        if (own === room || (isTest && allows(tests.ours, target))) return
        const allowed = [...room.ours, ...(typeOnly ? (room.types ?? []) : [])]
        if (!allowed.some((path) => target === path || target.startsWith(`${path}/`))) {
          context.report({
            node,
            message: `${room.path} may not import ${specifier}${typeOnly ? '' : ' at run time'}: ${room.instead}`,
          })
        } else if (room.doors && own?.index && !typeOnly && !target.endsWith('/index.ts')) {
          context.report({ node, message: `${room.path} may reach ${own.path} only through its index.ts.` })
        }
        return
      }
      const name = specifier.startsWith('node:') ? 'node:' : packageOf(specifier)
      if (allows(room.theirs, name) || (isTest && allows(tests.theirs, name))) return
      context.report({ node, message: `${room.path} may not import ${specifier}: ${room.instead}` })
    }

    const isTypeOnly = (node) =>
      node.importKind === 'type' ||
      node.exportKind === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every((s) => s.importKind === 'type' || s.exportKind === 'type'))

    return {
      ImportDeclaration: (node) => judge(node, node.source.value, isTypeOnly(node)),
      ExportNamedDeclaration: (node) => node.source && judge(node, node.source.value, isTypeOnly(node)),
      ExportAllDeclaration: (node) => judge(node, node.source.value, isTypeOnly(node)),
      ImportExpression: (node) => judge(node, node.source.value, false),
    }
  },
}

export default { meta: { name: 'house' }, rules: { 'dependency-table': dependencyTable } }
