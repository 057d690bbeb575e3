import type { CaseFlow, FlowNode } from '@bangdai/contracts/http';
import { useEffect, useRef, useState } from 'react';
import { dayOf, instant } from '../../ui/format';
import { edgePath, flowStateNames, NODE, placeFlow, type PlacedNode } from './flow-layout';

/** The way of a loan as a picture, drawn from the steps that its workflow follows, and as a list for who does not see it. */
export default function FlowDiagram({ flow }: { flow: CaseFlow }) {
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(5);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const fit = () =>
      setColumns(Math.max(2, Math.floor((element.clientWidth + NODE.gapX) / (NODE.width + NODE.gapX))));
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="flow" data-testid="flow">
      <FlowPicture flow={flow} columns={columns} />
      <ul className="flow-legend" aria-hidden="true">
        {(Object.keys(flowStateNames) as FlowNode['state'][]).map((state) => (
          <li key={state} className={`flow-key flow-${state}`}>
            {flowStateNames[state]}
          </li>
        ))}
      </ul>
      <FlowList flow={flow} />
    </div>
  );
}

function FlowPicture({ flow, columns }: { flow: CaseFlow; columns: number }) {
  const picture = placeFlow(flow, Math.min(columns, Math.max(2, flow.nodes.length)));
  return (
    <svg
      viewBox={`-2 -2 ${picture.width + 4} ${picture.height + 4}`}
      width={picture.width + 4}
      height={picture.height + 4}
      className="flow-picture"
      role="img"
      aria-label={`流程图，共 ${flow.nodes.length} 个环节，详见下方列表`}
    >
      <defs>
        <marker id="flow-arrow" markerWidth="6" markerHeight="6" refX="4" refY="3" orient="auto">
          <path d="M0 0 L5 3 L0 6 Z" className="flow-arrow" />
        </marker>
      </defs>
      {picture.edges.map((edge) => (
        <path
          key={`${edge.from.key}-${edge.to.key}`}
          d={edgePath(edge)}
          className={edge.taken ? 'flow-edge flow-taken' : 'flow-edge'}
          markerEnd="url(#flow-arrow)"
        />
      ))}
      {picture.nodes.map((node) => (
        <Node key={node.key} node={node} />
      ))}
    </svg>
  );
}

/** Fits a title of any county into two lines of a box. */
const lines = (title: string): string[] =>
  title.length <= 9
    ? [title]
    : [title.slice(0, 9), title.length > 17 ? `${title.slice(9, 16)}…` : title.slice(9)];

function Node({ node }: { node: PlacedNode }) {
  const titleLines = lines(node.title);
  const below = node.at !== null ? dayOf(node.at) : (node.dueOn ?? flowStateNames[node.state]);
  return (
    <g
      transform={`translate(${node.x} ${node.y})`}
      className={`flow-node flow-${node.state}`}
      data-testid={`flow-${node.key}`}
      data-state={node.state}
    >
      <title>{`${node.title}：${flowStateNames[node.state]}`}</title>
      <rect
        width={NODE.width}
        height={NODE.height}
        rx={node.kind === 'end' ? 28 : node.kind === 'publicity' ? 14 : 4}
      />
      {titleLines.map((text, index) => (
        <text
          key={text}
          x={NODE.width / 2}
          y={titleLines.length === 1 ? 24 : 18 + index * 15}
          className="flow-title"
        >
          {text}
        </text>
      ))}
      <text x={NODE.width / 2} y={NODE.height - 7} className="flow-note">
        {node.rounds > 1 ? `${below} · 第${node.rounds}次` : below}
      </text>
    </g>
  );
}

/** The same in words, in the order of the way. */
function FlowList({ flow }: { flow: CaseFlow }) {
  return (
    <details className="flow-words">
      <summary data-testid="flow-words">文字版流程</summary>
      <ol data-testid="flow-list">
        {flow.nodes.map((node) => (
          <li key={node.key}>
            <strong>{node.title}</strong>：{flowStateNames[node.state]}
            {node.branch && '（旁路）'}
            {node.roleName !== null && `，${node.roleName}`}
            {node.byName !== null && ` ${node.byName}`}
            {node.at !== null && `，${instant(node.at)}`}
            {node.rounds > 1 && `，共办理 ${node.rounds} 次`}
            {node.state === 'current' && node.dueOn !== null && `，限 ${node.dueOn}`}
          </li>
        ))}
      </ol>
    </details>
  );
}
