using System.Numerics;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>From exact fractions to the doubles next to them.</summary>
internal static class Rounding
{
    /// <summary>One bit less than an unsigned number has: the last one says whether something was cut off.</summary>
    private const int Bits = 62;

    /// <summary>The fraction times two to the power of the exponent; infinite where no double is large enough.</summary>
    public static double Divide(BigInteger numerator, BigInteger denominator, int exponent)
    {
        var (mantissa, power) = Scale(BigInteger.Abs(numerator), denominator);
        return numerator.Sign * Math.ScaleB((double)mantissa, exponent + power);
    }

    /// <summary>The root of the fraction times two to the power of an even exponent.</summary>
    public static double Root(BigInteger numerator, BigInteger denominator, int exponent)
    {
        var (mantissa, power) = Scale(numerator, denominator);
        var isOdd = (power & 1) != 0;
        return Math.ScaleB(Math.Sqrt(isOdd ? mantissa * 2.0 : mantissa), (exponent + power - (isOdd ? 1 : 0)) / 2);
    }

    private static (long Mantissa, int Power) Scale(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
            return (0, 0);
        var shift = Bits - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        var quotient = BigInteger.DivRem(
            shift > 0 ? numerator << shift : numerator, shift > 0 ? denominator : denominator << -shift, out var remainder);
        return ((long)(quotient | (remainder.IsZero ? 0 : 1)), -shift);
    }
}
