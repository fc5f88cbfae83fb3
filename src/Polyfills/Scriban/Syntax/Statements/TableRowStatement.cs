using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class TableRowStatement(LoopHeader header, ScriptBlockStatement body) : ScriptStatement
{
    public override object Evaluate(TemplateContext context)
    {
        var items = header.Items(context, this);
        var columns = header.Columns(context) ?? items.Count;
        if (columns < 1 && items.Count > 0)
            throw Error("A table row needs at least one column.");
        return items.Count == 0 ? null : Run(context, items, columns);
    }

    private object Run(TemplateContext context, IReadOnlyList<object> items, int columns)
    {
        using var loop = context.EnterLoop(this);
        var state = new LoopState { Items = items };
        loop.Scope.Set("tablerow", state);
        for (var i = 0; i < items.Count; i++)
        {
            loop.Step();
            loop.Scope.Set(header.Variable, items[i]);
            context.Write(i % columns == 0 ? $"<tr class=\"row{(i / columns) + 1}\">" : "");
            context.Write($"<td class=\"col{(i % columns) + 1}\">");
            var result = context.Evaluate(body);
            context.Write("</td>");
            var isLeft = loop.IsLeft();
            if (isLeft || i == items.Count - 1 || i % columns == columns - 1)
                context.Write("</tr>").Write(context.NewLine);
            if (isLeft)
                return result;
            state.Next();
        }

        return null;
    }
}
