using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

/// <summary>Leaves the parser where nothing can be read any more.</summary>
internal sealed class SyntaxProblemException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
