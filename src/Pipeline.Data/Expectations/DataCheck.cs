using Pipeline.Core.Checks;
using Pipeline.Core.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>A judged expectation, and where in the file it found what it counts.</summary>
internal sealed record DataCheck(CheckResult Result, CheckEvidence Evidence);
