using System;
using System.Globalization;
using System.Numerics;

namespace Scriban.Runtime;

/// <summary>Arithmetic: whole numbers stay whole and grow as needed, except where they are divided.</summary>
internal static class Numbers
{
    // A bound on the size of a whole number, so that squaring in a loop ends.
    private const int MostBits = 1024;

    public static bool IsWhole(object value) =>
        value is int or long or byte or sbyte or short or ushort or uint or ulong or BigInteger;

    public static bool IsNumber(object value) => IsWhole(value) || value is double or float or decimal;

    public static object Negate(object value) => value switch
    {
        double number => -number,
        float number => -number,
        decimal number => -number,
        int and > int.MinValue => -(int)value,
        _ => Narrow(-Whole(value)),
    };

    public static object Absolute(object value) => IsNegative(value) ? Negate(value) : value;

    public static double ToDouble(object value) => value switch
    {
        double number => number,
        BigInteger number => (double)number,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    public static object Apply(Operation operation)
    {
        try
        {
            if (IsWhole(operation.Left) && IsWhole(operation.Right))
                return Fitted(operation, OfWhole(operation, Whole(operation.Left), Whole(operation.Right)));
            if (operation.IsEither<decimal>())
                return OfDecimal(operation);
            if (operation.IsEither<float>() && !operation.IsEither<double>())
                return OfDouble(operation) is var result && result is double number ? (float)number : result;

            return OfDouble(operation);
        }
        catch (DivideByZeroException)
        {
            throw operation.Node.Error("Attempted to divide by zero.");
        }
        catch (OverflowException)
        {
            throw operation.Node.Error("The result is too large for a number.");
        }
    }

    private static bool IsNegative(object value) => value switch
    {
        double number => number < 0,
        float number => number < 0,
        decimal number => number < 0,
        _ => Whole(value).Sign < 0,
    };

    private static object OfWhole(Operation operation, BigInteger left, BigInteger right) => operation.Symbol switch
    {
        "+" => Narrow(left + right),
        "-" => Narrow(left - right),
        "*" => Narrow(left * right),
        "//" => Narrow(left / right),
        "%" => Narrow(left % right),
        "/" => right.IsZero ? throw new DivideByZeroException() : (double)left / (double)right,
        "<<" => Narrow(left << Shift(right)),
        ">>" => Narrow(left >> Shift(right)),
        ".." => new Range((long)left, (long)right, isOpen: false),
        "..<" => new Range((long)left, (long)right, isOpen: true),
        _ => Operators.Order(operation, left.CompareTo(right)),
    };

    private static object OfDouble(Operation operation)
    {
        var left = ToDouble(operation.Left);
        var right = ToDouble(operation.Right);
        return operation.Symbol switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "%" => left % right,
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            _ => Operators.Equality(operation, left == right),
        };
    }

    private static object OfDecimal(Operation operation)
    {
        var left = ToDecimal(operation.Left);
        var right = ToDecimal(operation.Right);
        return operation.Symbol switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "%" => left % right,
            _ => Operators.Order(operation, left.CompareTo(right)),
        };
    }

    private static decimal ToDecimal(object value) => value switch
    {
        decimal number => number,
        BigInteger number => (decimal)number,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };

    private static BigInteger Whole(object value) => value switch
    {
        BigInteger number => number,
        ulong number => number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static int Shift(BigInteger count) => count >= 0 && count <= MostBits ? (int)count : throw new OverflowException();

    // Two ints make an int, where it fits.
    private static object Fitted(Operation operation, object result) =>
        operation.AreBoth<int>() && result is long number and >= int.MinValue and <= int.MaxValue ? (int)number : result;

    private static object Narrow(BigInteger value)
    {
        if (value.GetBitLength() > MostBits)
            throw new OverflowException();
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }
}
