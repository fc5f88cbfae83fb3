using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Analysis;

/// <summary>Parts of an analysis that a test does not care about.</summary>
internal static class Some
{
    public static Revision Revision(int number) => new()
    {
        Number = number,
        Image = new ImageDigest(Digest.OfText($"{number}")),
        Created = DateTimeOffset.UnixEpoch,
        State = RevisionState.Running,
        Since = DateTimeOffset.UnixEpoch,
    };

    public static RevisionView View(int number, PredictionCounts? predictions = null, PredictionCounts? before = null)
    {
        var traffic = new RevisionTraffic { Revision = number, Requests = 0, Predictions = predictions };
        return new RevisionView(Revision(number), traffic) { Before = before };
    }

    public static AnalysisJudge Judge(AnalysisSpec spec, AnalysisRequest? request = null, IAnalysis? own = null) => new(
        [spec], own is null ? AnalysisCatalog.Standard : new AnalysisCatalog(own), request ?? Request());

    public static AnalysisRequest Request() => new(new Criterion.AtMost(0));
}
