namespace Pipeline.Targets.Failures;

/// <summary>
/// Stands for an exception whose sentence says all that its reader needs; the engine prints this one without a stack trace.
/// </summary>
/// <param name="headline">What came of the target, as "Deploy waits for a person".</param>
/// <param name="inner">What happened.</param>
internal sealed class PrintedException(string headline, Exception inner) : Exception(inner.Message, inner)
{
    public string Headline => headline;

    public override string ToString() => Message;
}
