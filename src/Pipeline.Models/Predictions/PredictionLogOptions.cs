namespace Pipeline.Models.Predictions;

/// <summary>Where and how a prediction log is written.</summary>
public sealed record PredictionLogOptions
{
    /// <summary>Made where needed.</summary>
    public required string Folder { get; init; }

    /// <summary>Distinct for each server that writes to the folder: lower-case letters and digits.</summary>
    public required string Server { get; init; }

    /// <summary>A file that is as large is followed by the next; 64 MiB unless told.</summary>
    public long FileBytes { get; init; } = 64L << 20;

    /// <summary>A file that is as old is followed by the next, so that files can go by age; a day unless told.</summary>
    public TimeSpan FileAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Of all files of the folder together: before they are more, the oldest goes. 5 GB unless told. A file is at most a quarter
    /// of it. Each other server that writes to the folder may exceed it by a file.
    /// </summary>
    public long KeepBytes { get; init; } = 5_000_000_000;

    /// <summary>Files in which nothing was written for longer go when the next one begins; 90 days unless told.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many entries may wait; 8,192 unless told.</summary>
    public int Capacity { get; init; } = 8192;
}
