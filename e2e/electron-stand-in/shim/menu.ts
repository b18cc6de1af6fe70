import { app } from './app.ts'

type Click = (item: MenuItem, window: unknown, event: object) => void
type Template = {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly enabled?: boolean
  readonly click?: Click
  readonly submenu?: readonly Template[] | Menu
}

/** An entry of a menu; there is no bar to show it in, but it can be found and clicked. */
export class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  enabled: boolean
  readonly #click: Click | undefined

  constructor({ id, label, role, type = 'normal', accelerator, enabled = true, click, submenu }: Template) {
    this.id = id
    this.label = label ?? role ?? ''
    this.role = role
    this.type = type
    this.accelerator = accelerator
    this.enabled = enabled
    this.submenu = submenu instanceof Menu || submenu === undefined ? submenu : Menu.buildFromTemplate(submenu)
    this.#click = click
  }

  click(event: object = {}, window: unknown = undefined): void {
    if (this.role === 'quit') app.quit()
    this.#click?.(this, window, event)
  }
}

/** Menus as data. */
export class Menu {
  static #application: Menu | null = null

  static buildFromTemplate(template: readonly (Template | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  readonly items: MenuItem[] = []

  append(item: MenuItem): void {
    this.items.push(item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {}
}
