using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

public static partial class EnvironmentInfo
{
    private static CommandLine CommandLine => ParameterSources.Current.CommandLine;

    public static IReadOnlyCollection<string> CommandLineArguments => CommandLine.Arguments;

    public static bool HasArgument(string name) => CommandLine.Named(name) is not null;

    public static bool HasArgument<T>(Expression<Func<T>> expression) => HasArgument(ParameterDeclaration.Of(expression).Name);

    public static T GetNamedArgument<T>(string parameterName, char? separator = null) =>
        CommandLine.Named(parameterName) is { } values ? Convert<T>(values, separator) : default;

    public static T GetNamedArgument<T>(Expression<Func<T>> expression, char? separator = null) =>
        GetNamedArgument<T>(ParameterDeclaration.Of(expression).Name, separator);

    public static T GetNamedArgument<T>(Expression<Func<object>> expression, char? separator = null) =>
        GetNamedArgument<T>(ParameterDeclaration.Of(expression).Name, separator);

    public static T GetPositionalArgument<T>(int position, char? separator = null) =>
        CommandLine.Positional.ElementAtOrDefault(position) is { } value ? Convert<T>([value], separator) : default;

    public static T[] GetAllPositionalArguments<T>(char? separator = null) =>
        CommandLine.Positional.Count > 0 ? Convert<T[]>(CommandLine.Positional, separator) : null;

    private static T Convert<T>(IReadOnlyList<string> values, char? separator) =>
        (T)ValueConverter.Convert(values, typeof(T), separator?.ToString());
}
