namespace Pipeline.Packaging.Payloads;

/// <summary>A file of the server.</summary>
/// <param name="Path">From the folder of the server, with '/'.</param>
/// <param name="Source">Where its bytes are.</param>
/// <param name="IsProgram">It can be started.</param>
public sealed record PayloadFile(string Path, string Source, bool IsProgram);
