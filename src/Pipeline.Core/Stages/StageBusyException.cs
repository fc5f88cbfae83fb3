namespace Pipeline.Core.Stages;

/// <summary>Another process runs the same stage of the same model.</summary>
public sealed class StageBusyException(string stage, string lockFile, Exception innerException) : IOException(
    $"Stage '{stage}' is being run by another process, which holds '{lockFile}'. Wait for it to end, or end it.", innerException);
