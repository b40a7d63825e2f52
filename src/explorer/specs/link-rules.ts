import { ruleAddress } from './rule-address.ts'

/** As much of a hypertext tree as is needed to find text in it. */
export interface TextNode {
  readonly type: 'text'
  readonly value: string
}
export interface ElementNode {
  readonly type: 'element'
  readonly tagName: string
  properties?: Record<string, unknown>
  children: TreeNode[]
}
interface RootNode {
  readonly type: 'root'
  children: TreeNode[]
}
interface OtherNode {
  readonly type: string
}
type TreeNode = TextNode | ElementNode | OtherNode

const RULES = /\b([A-Z]{2,}-\d+)\b/g
/** Where a rule's id is not a reference: its own heading, a link already, or code. */
const LEFT_ALONE: readonly string[] = ['a', 'h3', 'pre']

const isText = (node: TreeNode): node is TextNode => node.type === 'text' && 'value' in node
const isElement = (node: TreeNode): node is ElementNode => node.type === 'element' && 'children' in node

/** Makes a link of every id, in running text, of a rule that `isRule` knows. For rehype: changes the tree in place. */
export function linkRules(isRule: (id: string) => boolean): () => (tree: RootNode) => void {
  return () => (tree) => {
    visit(tree, isRule)
  }
}

function visit(parent: { children: TreeNode[] }, isRule: (id: string) => boolean): void {
  parent.children = parent.children.flatMap((child) => {
    if (isText(child)) return withLinks(child.value, isRule)
    if (isElement(child) && !LEFT_ALONE.includes(child.tagName)) visit(child, isRule)
    return [child]
  })
}

function withLinks(text: string, isRule: (id: string) => boolean): TreeNode[] {
  return text.split(RULES).flatMap((part): TreeNode[] => {
    if (part === '') return []
    const value: TextNode = { type: 'text', value: part }
    if (!/^[A-Z]{2,}-\d+$/.test(part) || !isRule(part)) return [value]
    return [{ type: 'element', tagName: 'a', properties: { href: ruleAddress(part) }, children: [value] }]
  })
}
