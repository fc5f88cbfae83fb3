using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>The problems of a file as they are found; one that is wrong throughout is not worth a message for each row.</summary>
internal sealed class ProblemList
{
    private const int Most = 20;

    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Nothing more is taken, and reading on is pointless.</summary>
    public bool IsFull => _problems.Count > Most;

    public void Add(Problem problem)
    {
        if (_problems.Count < Most)
            _problems.Add(problem);
        else if (_problems.Count == Most)
            _problems.Add(new Problem(problem.File, null, null, $"There are more than {Most} problems; the rest was not read."));
    }
}
