using System;
using System.Text;

namespace Scriban.Runtime;

internal static class TextOperators
{
    public static object Apply(Operation operation) => operation.Symbol switch
    {
        "+" => Join(operation),
        "*" => Repeat(operation),
        "==" or "!=" or "<" or ">" or "<=" or ">=" => Compare(operation),
        _ => throw operation.Unsupported(),
    };

    private static object Compare(Operation operation)
    {
        var (left, right) = Texts(operation);
        return Operators.Order(operation, string.CompareOrdinal(left, right));
    }

    private static string Join(Operation operation)
    {
        var (left, right) = Texts(operation);
        operation.Context.CheckLength(operation.Node, (long)left.Length + right.Length);
        return operation.Context.Charged(operation.Node, left + right);
    }

    private static string Repeat(Operation operation)
    {
        var count = Numbers.IsWhole(operation.Left) ? operation.Left : operation.Right;
        if (!Numbers.IsWhole(count))
        {
            throw operation.Node.Error(
                $"Expecting an integer. The operator `{operation.Symbol}` is not supported for the expression. "
                + "Only working on string x int or int x string");
        }

        var text = (operation.Left as string ?? operation.Right as string)!;
        var times = Math.Max(0, operation.Context.ToInt(operation.Node.Span, count));
        operation.Context.CheckLength(operation.Node, (long)text.Length * times);
        var result = new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
        return operation.Context.Charged(operation.Node, result);
    }

    private static (string Left, string Right) Texts(Operation operation) =>
        (operation.Context.ObjectToString(operation.Left), operation.Context.ObjectToString(operation.Right));
}
