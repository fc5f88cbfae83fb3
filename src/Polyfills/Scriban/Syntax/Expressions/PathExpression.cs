using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>A name, member or item; a function that is named without arguments is called without arguments.</summary>
internal abstract class PathExpression : ScriptExpression, IVariablePath
{
    public sealed override object Evaluate(TemplateContext context)
    {
        var value = Resolve(context);
        return value is IScriptCustomFunction function ? Invocation.Call(context, this, function) : value;
    }

    public abstract object Resolve(TemplateContext context);

    public abstract void Assign(TemplateContext context, object value);
}
