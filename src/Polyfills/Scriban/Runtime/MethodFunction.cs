using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>A .NET method as a function; a context and a span before its parameters are filled in.</summary>
internal sealed class MethodFunction : IScriptCustomFunction
{
    private static readonly Type[] Filled = [typeof(TemplateContext), typeof(SourceSpan), typeof(ScriptNode)];

    private readonly object _target;
    private readonly MethodInfo _method;
    private readonly ParameterInfo[] _hidden;
    private readonly ParameterInfo[] _parameters;
    private readonly bool _hasRest;

    public MethodFunction(object target, MethodInfo method)
    {
        var all = method.GetParameters();
        _target = target;
        _method = method;
        _hidden = [.. all.TakeWhile(x => Filled.Contains(x.ParameterType))];
        _parameters = all[_hidden.Length..];
        _hasRest = _parameters.Length > 0 && _parameters[^1].IsDefined(typeof(ParamArrayAttribute));
    }

    public int RequiredParameterCount => _parameters.Count(x => !x.HasDefaultValue) - (_hasRest ? 1 : 0);

    public int ParameterCount => _parameters.Length;

    public ScriptVarParamKind VarParamKind => _hasRest ? ScriptVarParamKind.LastParameter : ScriptVarParamKind.None;

    public Type ReturnType => _method.ReturnType;

    public ScriptParameterInfo GetParameterInfo(int index)
    {
        var parameter = _parameters[index];
        var name = StandardMemberRenamer.Rename(parameter.Name);
        return parameter.HasDefaultValue
            ? new ScriptParameterInfo(parameter.ParameterType, name, parameter.DefaultValue)
            : new ScriptParameterInfo(parameter.ParameterType, name);
    }

    public object Invoke(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement)
    {
        if (arguments.Count < RequiredParameterCount || (!_hasRest && arguments.Count > ParameterCount))
        {
            throw callerContext.Error(
                $"Invalid number of arguments `{arguments.Count}` passed to `{callerContext.Text}` while expecting "
                + $"`{(arguments.Count < RequiredParameterCount ? RequiredParameterCount : ParameterCount)}` arguments");
        }

        var values = _hidden.Select(x => Hidden(x, context, callerContext)).Concat(Bind(context, callerContext, arguments));
        return Run(callerContext, [.. values]);
    }

    public ValueTask<object> InvokeAsync(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement) =>
        new(Invoke(context, callerContext, arguments, blockStatement));

    private static object Hidden(ParameterInfo parameter, TemplateContext context, ScriptNode caller)
    {
        if (parameter.ParameterType == typeof(TemplateContext))
            return context;

        return parameter.ParameterType == typeof(ScriptNode) ? caller : caller.Span;
    }

    private IEnumerable<object> Bind(TemplateContext context, ScriptNode caller, ScriptArray arguments)
    {
        var count = _hasRest ? _parameters.Length - 1 : _parameters.Length;
        var missing = (arguments as ScriptArguments)?.Missing;
        for (var i = 0; i < count; i++)
        {
            var isGiven = i < arguments.Count && missing?.Contains(i) != true;
            if (!isGiven && !_parameters[i].HasDefaultValue)
                throw caller.Error($"The argument `{GetParameterInfo(i).Name}` of `{caller.Text}` is missing.");
            yield return isGiven
                ? context.ToObject(caller.Span, arguments[i], _parameters[i].ParameterType)
                : _parameters[i].DefaultValue;
        }

        if (_hasRest)
            yield return Rest(context, caller, arguments.Skip<object>(count).ToList());
    }

    private Array Rest(TemplateContext context, ScriptNode caller, List<object> values)
    {
        var type = _parameters[^1].ParameterType.GetElementType();
        var rest = Array.CreateInstance(type, values.Count);
        for (var i = 0; i < values.Count; i++)
            rest.SetValue(context.ToObject(caller.Span, values[i], type), i);
        return rest;
    }

    private object Run(ScriptNode caller, object[] values)
    {
        try
        {
            return _method.Invoke(_target, values);
        }
        catch (TargetInvocationException failure)
            when (failure.InnerException is ScriptRuntimeException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Capture(failure.InnerException).Throw();
            throw;
        }
        catch (TargetInvocationException failure)
        {
            throw new ScriptRuntimeException(caller.Span, failure.InnerException.Message, failure.InnerException);
        }
    }
}
