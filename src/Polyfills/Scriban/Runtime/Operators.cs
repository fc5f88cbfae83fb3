using System;
using System.Collections;

namespace Scriban.Runtime;

/// <summary>What an operator makes of two values, by their types.</summary>
internal static class Operators
{
    public static object Apply(Operation operation)
    {
        if (operation.Left is null || operation.Right is null)
            return WithNull(operation);
        if (operation.IsEither<EmptyScriptObject>())
            return Equality(operation, IsEmpty(operation.Left) && IsEmpty(operation.Right));
        if (operation.IsEither<string>())
            return TextOperators.Apply(operation);
        if (Numbers.IsNumber(operation.Left) && Numbers.IsNumber(operation.Right))
            return Numbers.Apply(operation);
        if (operation.IsEither<DateTime>() || operation.IsEither<TimeSpan>())
            return TimeOperators.Apply(operation);
        if (operation.AreBoth<bool>())
            return Equality(operation, (bool)operation.Left == (bool)operation.Right);
        if (operation.IsEither<Enum>())
            return Equality(operation, Equals(operation.Left, operation.Right));
        if (IsList(operation.Left) || IsList(operation.Right))
            return ListOperators.Apply(operation);

        return Equality(operation, Equals(operation.Left, operation.Right));
    }

    /// <summary>The answer where a type knows nothing but equality.</summary>
    public static object Equality(Operation operation, bool isEqual) => operation.Symbol switch
    {
        "==" => isEqual,
        "!=" => !isEqual,
        _ => throw operation.Unsupported(),
    };

    /// <summary>The answer to a comparison; the order is below, at or above zero.</summary>
    public static object Order(Operation operation, int order) => operation.Symbol switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => Equality(operation, order == 0),
    };

    public static bool IsList(object value) => value is IEnumerable and not (string or IDictionary or IScriptObject);

    private static object WithNull(Operation operation) => operation.Symbol switch
    {
        "==" => operation.Left is null && operation.Right is null,
        "!=" => operation.Left is not null || operation.Right is not null,
        "<" or ">" or "<=" or ">=" => false,
        "+" when operation.IsEither<string>() => operation.Left ?? operation.Right,
        _ => throw operation.Unsupported(),
    };

    private static bool IsEmpty(object value) => value switch
    {
        EmptyScriptObject => true,
        string text => text.Length == 0,
        ICollection list => list.Count == 0,
        IScriptObject members => members.Count == 0,
        _ => false,
    };
}
