namespace Pipeline.Packaging.Bases;

/// <summary>The packages that an operating system is made of.</summary>
public interface IHostPackages
{
    /// <summary>The package of each file, by the file's path; a file of none is left out.</summary>
    /// <param name="paths">From the root, without a leading '/'.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyDictionary<string, HostPackage>> FindAsync(
        IReadOnlyCollection<string> paths, CancellationToken cancellationToken);
}
