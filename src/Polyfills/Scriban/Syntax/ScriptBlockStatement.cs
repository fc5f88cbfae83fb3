using System.Collections.Generic;

namespace Scriban.Syntax;

public sealed class ScriptBlockStatement : ScriptStatement
{
    private readonly IReadOnlyList<ScriptStatement> _statements;

    internal ScriptBlockStatement(IReadOnlyList<ScriptStatement> statements) => _statements = statements;

    /// <summary>The value of the last statement that had one, or of the one that returned.</summary>
    public override object Evaluate(TemplateContext context)
    {
        object result = null;
        foreach (var statement in _statements)
        {
            context.CheckAbort();
            result = context.Evaluate(statement);
            if (context.Flow != FlowState.None)
                break;
        }

        return result;
    }
}
