using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery.Reports;

namespace Pipeline.Delivery;

/// <summary>
/// Where a delivery says what it does: the targets of a build, a page, a test. A face decides what of it is seen and how, and may
/// not fail the delivery for it.
/// </summary>
public interface IDeliveryFace
{
    /// <summary>Steps of long work, as often as they come.</summary>
    IProgress<StepEvent> Progress { get; }

    /// <summary>What goes on.</summary>
    /// <param name="sentence">Without a line break.</param>
    void Say(string sentence);

    /// <summary>Something is not as it should be, and the work goes on.</summary>
    /// <param name="sentence">Without a line break.</param>
    void Warn(string sentence);

    /// <summary>The same for the page of a CI run, where it stands at the lines that it is about.</summary>
    void Annotate(Problem problem);

    /// <summary>Lines for a person, who may be asked to copy from them.</summary>
    void Write(IEnumerable<string> lines);

    /// <summary>A line that must not be broken, for what is to be copied as a whole.</summary>
    void WriteWhole(string line);

    void Write(ReportTable table);

    /// <summary>A few pairs for the list of what was done.</summary>
    void Sum(IReadOnlyList<KeyValuePair<string, string>> facts);

    /// <summary>A section of the page of a CI run.</summary>
    void Summarize(string markdown);

    /// <summary>The same for plain lines.</summary>
    void SummarizeText(IReadOnlyList<string> lines);

    /// <summary>For later steps of a CI job, such as "version".</summary>
    void Output(string name, string value);
}
