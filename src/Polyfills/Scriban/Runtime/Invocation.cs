using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>Calls functions: finds them, binds arguments, and keeps the depth of calls within its limit.</summary>
internal static class Invocation
{
    public static IScriptCustomFunction Target(TemplateContext context, ScriptExpression target)
    {
        var value = target is IVariablePath path ? path.Resolve(context) : context.Evaluate(target);
        return value switch
        {
            IScriptCustomFunction function => function,
            null => throw new ScriptRuntimeException(target.Span, $"The function `{target.Text}` was not found"),
            _ => throw new ScriptRuntimeException(target.Span, $"`{target.Text}` is not a function but {TypeNames.Of(value)}."),
        };
    }

    public static void Add(ScriptArguments arguments, IScriptCustomFunction function, string name, object value)
    {
        if (name is null)
            arguments.Add(value);
        else if (IndexOf(function, name) is { } index)
            arguments.Put(index, value);
        else if (function.VarParamKind == ScriptVarParamKind.Direct)
            arguments.Named[name] = value;
        else
            arguments.Add(value);
    }

    public static object Call(TemplateContext context, ScriptNode caller, IScriptCustomFunction function) =>
        Call(context, caller, function, new ScriptArguments([]), null);

    public static object Call(
        TemplateContext context, ScriptNode caller, IScriptCustomFunction function, ScriptArguments arguments,
        ScriptBlockStatement block)
    {
        context.EnterRecursive(caller);
        try
        {
            return context.Bounded(caller, function.Invoke(context, caller, arguments, block));
        }
        finally
        {
            context.ExitRecursive(caller);
        }
    }

    /// <summary>Calls a function that was passed as an argument.</summary>
    public static object Call(TemplateContext context, ScriptNode caller, object function, params object[] values) =>
        function is IScriptCustomFunction callable
            ? Call(context, caller, callable, new ScriptArguments(values), null)
            : throw caller.Error($"Expecting a function instead of {TypeNames.Of(function)}.");

    private static int? IndexOf(IScriptCustomFunction function, string name)
    {
        for (var i = 0; i < function.ParameterCount; i++)
        {
            if (function.GetParameterInfo(i).Name == name)
                return i;
        }

        return null;
    }
}
