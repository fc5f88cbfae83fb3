namespace Pipeline.Data.Versions;

/// <param name="Path">Below the folder, with '/'.</param>
/// <param name="Id">Of the file's bytes.</param>
internal sealed record ListedFile(string Path, ObjectId Id);
