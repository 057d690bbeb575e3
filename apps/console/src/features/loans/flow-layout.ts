import type { CaseFlow, FlowNode } from '@bangdai/contracts/http';

export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
}

export interface PlacedEdge {
  from: PlacedNode;
  to: PlacedNode;
  taken: boolean;
}

export interface FlowPicture {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

export const NODE = { width: 132, height: 56, gapX: 26, gapY: 34 };

/**
 * The main way in rows of `columns`, read like text; what happened beside it stands in rows of its own below, in the order in
 * which it came.
 */
export function placeFlow({ nodes, edges }: CaseFlow, columns: number): FlowPicture {
  const main = nodes.filter(({ branch }) => !branch);
  const beside = nodes.filter(({ branch }) => branch);
  const place = (node: FlowNode, index: number, firstRow: number): PlacedNode => ({
    ...node,
    x: (index % columns) * (NODE.width + NODE.gapX),
    y: (firstRow + Math.floor(index / columns)) * (NODE.height + NODE.gapY),
  });
  const mainRows = Math.ceil(main.length / columns);
  const placed = [
    ...main.map((node, index) => place(node, index, 0)),
    ...beside.map((node, index) => place(node, index, mainRows)),
  ];
  const rows = mainRows + Math.ceil(beside.length / columns);
  const find = (key: string) => placed.find((node) => node.key === key);
  return {
    nodes: placed,
    edges: edges.flatMap(({ from, to, taken }) => {
      const [start, end] = [find(from), find(to)];
      return start === undefined || end === undefined ? [] : [{ from: start, to: end, taken }];
    }),
    width: columns * (NODE.width + NODE.gapX) - NODE.gapX,
    height: rows * (NODE.height + NODE.gapY) - NODE.gapY,
  };
}

/** A line from the side of one box to the side of the other: straight within a row, by the gap between rows otherwise. */
export function edgePath({ from, to }: PlacedEdge): string {
  const middle = NODE.height / 2;
  if (from.y === to.y && to.x > from.x) return `M${from.x + NODE.width} ${from.y + middle} H${to.x - 4}`;
  const down = to.y > from.y;
  const startX = from.x + NODE.width / 2;
  const endX = to.x + NODE.width / 2 + (down ? 0 : 10);
  const lane = down ? to.y - NODE.gapY / 2 : to.y + NODE.height + NODE.gapY / 2;
  const start = down ? from.y + NODE.height : from.y;
  const end = down ? to.y - 4 : to.y + NODE.height + 4;
  return `M${startX} ${start} V${lane} H${endX} V${end}`;
}

export const flowStateNames: Record<FlowNode['state'], string> = {
  done: '已办',
  current: '办理中',
  next: '未到',
  skipped: '跳过',
  failed: '未通过',
};
