namespace Pipeline.Data.Spilling;

/// <summary>What does not fit into memory could not be kept on disk either.</summary>
public sealed class SpillFailedException(string folder, Exception cause) : Exception(
    $"The temporary file in '{folder}', for what does not fit into memory, cannot be used: {cause.Message} "
        + "Free some space there, or let TMPDIR name another folder.",
    cause);
