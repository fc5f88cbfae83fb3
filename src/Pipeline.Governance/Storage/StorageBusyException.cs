using System.Globalization;

namespace Pipeline.Governance.Storage;

/// <summary>Another process kept a file locked for longer than we wait.</summary>
/// <param name="path">Of the file that could not be written.</param>
/// <param name="waited">How long we have waited.</param>
/// <param name="holder">"process 123 (dotnet)"; null where the system does not tell.</param>
public sealed class StorageBusyException(string path, TimeSpan waited, string? holder) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"'{path}' was not written: {holder ?? "another process"} has kept it locked for {waited.TotalSeconds:0.##} s. "
    + $"Wait for it to end, or end it."))
{
    public string Path { get; } = path;

    public string? Holder { get; } = holder;
}
