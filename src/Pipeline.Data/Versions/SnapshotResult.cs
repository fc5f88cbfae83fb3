using Pipeline.Models.Documents;


namespace Pipeline.Data.Versions;

/// <param name="Version">What the data is now.</param>
/// <param name="IsNew">The pointer was written: it pointed to something else, or was not there.</param>
/// <param name="IsNewToGit">The data was entered into a .gitignore file.</param>
public sealed record SnapshotResult(DatasetVersion Version, bool IsNew, bool IsNewToGit);
