namespace Pipeline.Governance.Storage;

/// <summary>What a SQLite file holds, written into its header so that no other file is taken for it.</summary>
/// <param name="Name">What people call it: "journal".</param>
/// <param name="ApplicationId">SQLite's <c>application_id</c>.</param>
/// <param name="Version">SQLite's <c>user_version</c>, counted from 1.</param>
/// <param name="Schema">The statements that make an empty file into one of this format.</param>
internal sealed record SqliteFormat(string Name, int ApplicationId, int Version, IReadOnlyList<string> Schema)
{
    /// <summary>Why a file with this header is not of this format; null if it is.</summary>
    public string? Refuse(long applicationId, long version) =>
        applicationId != ApplicationId ? $"it is a SQLite file of something else, not a {Name} of this toolkit"
        : version > Version
            ? $"it has format {version}, made by a newer toolkit, and this one reads up to format {Version}; update this one"
        : version < 1 ? $"its header names the impossible format {version}"
        : null;
}
