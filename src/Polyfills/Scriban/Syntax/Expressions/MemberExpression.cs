using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class MemberExpression(ScriptExpression target, Token member, bool isConditional) : PathExpression
{
    internal override SourceSpan ErrorSpan => member.Span;

    public override object Resolve(TemplateContext context)
    {
        var owner = context.Evaluate(target);
        if (owner is not null)
            return Members.Get(context, this, owner, member.Text);
        if (isConditional || context.EnableRelaxedTargetAccess)
            return null;

        throw Error($"Cannot get the member {Text} for a null object.");
    }

    public override void Assign(TemplateContext context, object value)
    {
        var owner = context.Evaluate(target) ?? throw Error($"Cannot set the member {Text} for a null object.");
        Members.Set(context, this, owner, member.Text, value);
    }
}
