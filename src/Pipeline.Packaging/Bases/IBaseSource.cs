using Pipeline.Core.Problems;

namespace Pipeline.Packaging.Bases;

/// <summary>Finds the base of an image.</summary>
public interface IBaseSource
{
    /// <summary>A base that cannot be had here is a problem, and no other takes its place.</summary>
    Task<Validated<BaseContents>> ResolveAsync(CancellationToken cancellationToken);
}
