using System;

namespace Scriban.Runtime;

internal static class TimeOperators
{
    public static object Apply(Operation operation)
    {
        try
        {
            return (operation.Left, operation.Right) switch
            {
                (DateTime left, DateTime right) when operation.Symbol == "-" => left - right,
                (DateTime left, DateTime right) => Operators.Order(operation, left.CompareTo(right)),
                (DateTime left, TimeSpan right) => Shift(operation, left, right),
                (TimeSpan left, TimeSpan right) => Spans(operation, left, right),
                _ => throw operation.Unsupported(),
            };
        }
        catch (Exception failure) when (failure is OverflowException or ArgumentOutOfRangeException)
        {
            throw operation.Node.Error("The result is outside of the range of dates and time spans.");
        }
    }

    private static object Shift(Operation operation, DateTime left, TimeSpan right) => operation.Symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        _ => throw operation.Unsupported(),
    };

    private static object Spans(Operation operation, TimeSpan left, TimeSpan right) => operation.Symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        _ => Operators.Order(operation, left.CompareTo(right)),
    };
}
