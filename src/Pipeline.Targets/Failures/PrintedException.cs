namespace Pipeline.Targets.Failures;

/// <summary>
/// Stands for an exception whose sentence says all that its reader needs; the engine prints this one without a stack trace.
/// </summary>
internal sealed class PrintedException(Exception inner) : Exception(inner.Message, inner)
{
    public override string ToString() => Message;
}
