using System.Collections;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class IsEmptyExpression(ScriptExpression target) : ScriptExpression
{
    public override object Evaluate(TemplateContext context) => context.Evaluate(target) switch
    {
        null => null,
        string text => text.Length == 0,
        IScriptObject members => members.Count == 0,
        ICollection list => list.Count == 0,
        IEnumerable list => !list.GetEnumerator().MoveNext(),
        _ => false,
    };
}
