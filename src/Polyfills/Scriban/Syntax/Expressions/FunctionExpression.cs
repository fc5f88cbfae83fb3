using System.Collections.Generic;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>The body of a function, which is a value.</summary>
internal sealed class FunctionExpression(IReadOnlyList<FunctionParameter> parameters, ScriptNode body) : ScriptExpression
{
    public IReadOnlyList<FunctionParameter> Parameters => parameters;

    public ScriptNode Body => body;

    public override object Evaluate(TemplateContext context) => new TemplateFunction(this);
}
