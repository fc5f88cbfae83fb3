using System;
using System.Threading.Tasks;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Renders another template, whose arguments are those of the call: <c>$0</c> is its name.</summary>
internal sealed class IncludeFunction : IScriptCustomFunction
{
    public int RequiredParameterCount => 1;

    public int ParameterCount => 1;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.Direct;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(string), "template_name");

    public object Invoke(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement)
    {
        if (arguments[0] is not string name)
            throw callerContext.Error("Expecting at least the name of the template to include for the <include> function");
        if (context.TemplateLoader is null)
            throw callerContext.Error($"Unable to include <{name}>. The context has no template loader.");

        var template = Find(context, callerContext, name);
        if (template.HasErrors)
        {
            throw new ScriptParserRuntimeException(
                callerContext.Span, $"The included template `{name}` has errors:", template.Messages);
        }

        context.PushLocals(new LocalScope(ScriptArguments.Of(arguments), null));
        try
        {
            return template.RenderWithin(context);
        }
        finally
        {
            context.PopLocals();
        }
    }

    public ValueTask<object> InvokeAsync(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement) =>
        new(Invoke(context, callerContext, arguments, blockStatement));

    private static Template Find(TemplateContext context, ScriptNode caller, string name)
    {
        try
        {
            return Load(context, caller.Span, name);
        }
        catch (Exception failure) when (failure is not (ScriptRuntimeException or OperationCanceledException))
        {
            throw new ScriptRuntimeException(caller.Span, failure.Message, failure);
        }
    }

    private static Template Load(TemplateContext context, SourceSpan span, string name)
    {
        var path = context.TemplateLoader.GetPath(context, span, name)
            ?? throw new ScriptRuntimeException(span, $"Include template path is null for `{name}`");
        if (context.CachedTemplates.TryGetValue(path, out var known))
            return known;

        var text = context.TemplateLoader.Load(context, span, path)
            ?? throw new ScriptRuntimeException(span, $"The result of including `{name}` cannot be null");
        return context.CachedTemplates[path] = Template.Parse(text, path);
    }
}
