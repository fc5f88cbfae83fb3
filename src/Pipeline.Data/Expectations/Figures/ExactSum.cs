using System.Numerics;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>
/// The sum of finite doubles or of their squares without any rounding, whatever their order and parts: a fixed-point number of
/// 140 digits of 32 bits, in the manner of Kulisch's long accumulator (Kulisch and Miranker, 1981).
/// </summary>
internal sealed class ExactSum
{
    /// <summary>The exponent of the last bit: that of the square of the smallest double.</summary>
    private const int Lowest = 2 * SmallestExponent;

    private const int SmallestExponent = -1074;
    private const int DigitBits = 32;
    private const int DigitCount = 140;
    private const int FractionBits = 52;

    /// <summary>After so many additions of a digit each could overflow.</summary>
    private const int MostPending = 1 << 29;

    private readonly long[] _digits = new long[DigitCount];
    private int _pending;

    /// <summary>In units of two to the power of <see cref="Exponent"/>.</summary>
    public BigInteger Total
    {
        get
        {
            var total = BigInteger.Zero;
            for (var i = DigitCount - 1; i >= 0; i--)
                total = (total << DigitBits) + _digits[i];
            return total;
        }
    }

    public static int Exponent => Lowest;

    public void Add(double value)
    {
        var (mantissa, exponent) = Split(value);
        Add(mantissa, exponent, value < 0);
    }

    public void AddSquare(double value)
    {
        var (mantissa, exponent) = Split(value);
        var high = Math.BigMul(mantissa, mantissa, out var low);
        Add(low, 2 * exponent, isNegative: false);
        Add(high, (2 * exponent) + 64, isNegative: false);
    }

    public void Merge(ExactSum other)
    {
        Carry();
        other.Carry();
        for (var i = 0; i < DigitCount; i++)
            _digits[i] += other._digits[i];
        _pending = 1;
    }

    private static (ulong Mantissa, int Exponent) Split(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var fraction = bits & ((1UL << FractionBits) - 1);
        var exponent = (int)(bits >> FractionBits) & 0x7FF;
        return exponent == 0
            ? (fraction, SmallestExponent)
            : (fraction | (1UL << FractionBits), SmallestExponent + exponent - 1);
    }

    private void Add(ulong magnitude, int exponent, bool isNegative)
    {
        if (magnitude == 0)
            return;
        if (++_pending == MostPending)
            Carry();
        var (digit, shift) = Math.DivRem(exponent - Lowest, DigitBits);
        var wide = (UInt128)magnitude << shift;
        var sign = isNegative ? -1L : 1L;
        _digits[digit] += sign * (uint)wide;
        _digits[digit + 1] += sign * (uint)(wide >> DigitBits);
        _digits[digit + 2] += sign * (uint)(wide >> (2 * DigitBits));
    }

    /// <summary>Leaves 32 bits in each digit; the sign is in the last.</summary>
    private void Carry()
    {
        var carry = 0L;
        for (var i = 0; i < DigitCount - 1; i++)
        {
            var digit = _digits[i] + carry;
            carry = digit >> DigitBits;
            _digits[i] = digit & uint.MaxValue;
        }

        _digits[^1] += carry;
        _pending = 1;
    }
}

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
