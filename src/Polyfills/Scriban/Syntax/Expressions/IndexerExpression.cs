using Scriban.Runtime;

namespace Scriban.Syntax;

internal sealed class IndexerExpression(ScriptExpression target, ScriptExpression index) : PathExpression
{
    public override object Resolve(TemplateContext context)
    {
        var owner = context.Evaluate(target);
        var at = context.Evaluate(index);
        if (owner is not null && at is not null)
            return Items.Get(context, this, owner, at);
        if (owner is null ? context.EnableRelaxedTargetAccess : context.EnableNullIndexer)
            return null;

        throw Error(owner is null
            ? $"Cannot get the item {Text} of a null object."
            : $"Cannot get the item {Text} with an index that is null.");
    }

    public override void Assign(TemplateContext context, object value)
    {
        var owner = context.Evaluate(target) ?? throw Error($"Cannot set the item {Text} of a null object.");
        var at = context.Evaluate(index) ?? throw Error($"Cannot set the item {Text} with an index that is null.");
        Items.Set(context, this, owner, at, value);
    }
}
