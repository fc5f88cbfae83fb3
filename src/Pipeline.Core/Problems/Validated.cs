using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Core.Problems;

/// <summary>A value that was read from input, or all the problems that the input has.</summary>
public sealed class Validated<T>
    where T : notnull
{
    private readonly T? _value;

    private Validated(T? value, IReadOnlyList<Problem> problems) => (_value, Problems) = (value, problems);

    /// <summary>Empty for a valid input.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    public bool IsValid => Problems.Count == 0;

    /// <exception cref="InvalidOperationException">There are problems instead.</exception>
    public T Value => IsValid
        ? _value!
        : throw new InvalidOperationException("There is no value, because the input has problems.");

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return IsValid;
    }

    /// <summary>For the edge, where a target must end.</summary>
    /// <exception cref="InvalidInputException">There are problems.</exception>
    public T OrThrow() => IsValid ? _value! : throw new InvalidInputException(Problems);

    internal static Validated<T> Of(T value) => new(value, []);

    internal static Validated<T> Of(IReadOnlyList<Problem> problems) => new(default, problems);
}

/// <summary>Ends a target whose input is wrong. It prints as its sentences alone: a stack trace would not help.</summary>
public sealed class InvalidInputException : Exception
{
    /// <exception cref="ArgumentException">There is no problem.</exception>
    public InvalidInputException(IEnumerable<Problem> problems)
    {
        Problems = [.. problems];
        if (Problems.Count == 0)
            throw new ArgumentException("An input without problems is not invalid.", nameof(problems));
    }

    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>One line for each problem.</summary>
    public override string Message => string.Join('\n', Problems);

    public override string ToString() => Message;
}
