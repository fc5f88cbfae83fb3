namespace Pipeline.Core.Problems;

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
