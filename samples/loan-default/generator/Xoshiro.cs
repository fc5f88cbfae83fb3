using System.Numerics;

namespace LoanGenerator;

/// <summary>
/// xoshiro256** (Blackman, Vigna 2018), seeded by SplitMix64. What is made of its numbers uses only the four operations of
/// arithmetic, which are exact to the last bit on every machine; logarithms and the like are not.
/// </summary>
internal sealed class Xoshiro
{
    private const int NormalTerms = 12;

    private readonly ulong[] _state = new ulong[4];

    public Xoshiro(ulong seed)
    {
        for (var i = 0; i < _state.Length; i++)
            _state[i] = SplitMix(ref seed);
    }

    /// <summary>From 0, below 1, in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>About normal, with mean 0 and deviation 1, between -6 and 6: a sum of uniform numbers (Irwin-Hall).</summary>
    public double Normal()
    {
        var sum = -NormalTerms / 2.0;
        for (var i = 0; i < NormalTerms; i++)
            sum += Uniform();
        return sum;
    }

    public bool Chance(double share) => Uniform() < share;

    /// <summary>One of the options; the last where the weights add up to less than 1.</summary>
    public T Pick<T>(params (T Option, double Weight)[] options)
    {
        var rest = Uniform();
        foreach (var (option, weight) in options)
        {
            rest -= weight;
            if (rest < 0)
                return option;
        }

        return options[^1].Option;
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var x = state += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
