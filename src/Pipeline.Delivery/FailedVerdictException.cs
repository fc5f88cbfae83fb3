using Pipeline.Core.Checks;

namespace Pipeline.Delivery;

/// <summary>Turns a failed report into a red build; only targets do that.</summary>
public sealed class FailedVerdictException : Exception
{
    /// <param name="subject">What was judged: "dataset loans", "evaluation of loan-default".</param>
    /// <param name="report">The report, which fails.</param>
    /// <exception cref="ArgumentException">The report does not fail.</exception>
    public FailedVerdictException(string subject, CheckReport report)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentNullException.ThrowIfNull(report);
        if (!report.Fails)
            throw new ArgumentException("A report that passes is not bad news.", nameof(report));
        (Subject, Report) = (subject, report);
    }

    public string Subject { get; }

    public CheckReport Report { get; }

    /// <summary>A headline and a line for every verdict that made the report fail.</summary>
    public override string Message =>
        $"The {Subject} failed {Report.Failures.Count()} of {Report.Results.Count} checks." +
        string.Concat(Report.Failures.Select(x => $"\n  {x.Check.Id}: {x.Verdict.Reason}"));

    public override string ToString() => Message;
}
