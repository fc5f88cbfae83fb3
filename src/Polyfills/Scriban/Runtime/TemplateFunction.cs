using System;
using System.Linq;
using System.Threading.Tasks;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>A function that a template declares.</summary>
internal sealed class TemplateFunction(FunctionExpression declaration) : IScriptCustomFunction
{
    public int RequiredParameterCount => declaration.Parameters.Count(x => x.Default is null && !x.IsRest);

    public int ParameterCount => declaration.Parameters.Count;

    public ScriptVarParamKind VarParamKind => declaration.Parameters switch
    {
        [] => ScriptVarParamKind.Direct,
        [.., { IsRest: true }] => ScriptVarParamKind.LastParameter,
        _ => ScriptVarParamKind.None,
    };

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), declaration.Parameters[index].Name);

    public object Invoke(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement)
    {
        var isTooMuch = VarParamKind == ScriptVarParamKind.None && arguments.Count > ParameterCount;
        if (arguments.Count < RequiredParameterCount || isTooMuch)
        {
            throw callerContext.Error(
                $"Invalid number of arguments `{arguments.Count}` passed to `{callerContext.Text}` while expecting "
                + $"`{(isTooMuch ? ParameterCount : RequiredParameterCount)}` arguments");
        }

        context.PushLocals(new LocalScope(ScriptArguments.Of(arguments), blockStatement));
        try
        {
            Bind(context);
            var result = context.Evaluate(declaration.Body);
            var isReturned = context.Flow == FlowState.Return || declaration.Body is ScriptExpression;
            context.Flow = FlowState.None;
            return isReturned ? result : null;
        }
        finally
        {
            context.PopLocals();
        }
    }

    public ValueTask<object> InvokeAsync(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement) =>
        new(Invoke(context, callerContext, arguments, blockStatement));

    private void Bind(TemplateContext context)
    {
        var arguments = context.Locals.Arguments;
        for (var i = 0; i < declaration.Parameters.Count; i++)
        {
            var parameter = declaration.Parameters[i];
            var isGiven = i < arguments.Count && !arguments.Missing.Contains(i);
            var value = parameter switch
            {
                { IsRest: true } => new ScriptArray(arguments.Skip<object>(i)),
                { Default: { } fallback } when !isGiven => context.Evaluate(fallback),
                _ => arguments[i],
            };
            context.Locals.Set(parameter.Name, value);
        }
    }
}
