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

    /// <summary>How many entries may wait; 8,192 unless told.</summary>
    public int Capacity { get; init; } = 8192;
}
