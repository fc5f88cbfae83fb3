using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Data.Expectations;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>Profiles the columns whose distribution must not be far from a reference's, and reads the references.</summary>
internal sealed class DriftWatch
{
    private readonly DatasetRequest _request;
    private readonly IReadOnlyList<ExpectationSpec.Drift> _expected;
    private readonly DatasetProfiler _profiler;

    public DriftWatch(DatasetRequest request, DatasetSource source)
    {
        _request = request;
        _expected = [.. request.Section.Expect.OfType<ExpectationSpec.Drift>()];
        _profiler = ProfileMaker.Profiler(request, source, [.. _expected.Select(x => x.Column).Distinct()]);
    }

    /// <summary>None where no distribution is expected.</summary>
    public IReadOnlyList<LaneObserver> Observers => _expected.Count > 0 ? [_profiler] : [];

    /// <summary>To be asked when all rows have passed.</summary>
    public async Task<IDriftSource?> FinishAsync(CancellationToken cancellationToken)
    {
        if (_expected.Count == 0)
            return null;
        var references = new Dictionary<string, (ProfileDocument? Profile, string Reason)>(StringComparer.Ordinal);
        foreach (var path in _expected.Select(x => x.From).Distinct())
            references[path] = await ReadAsync(path, cancellationToken);
        return new DriftProfiles(_profiler.Describe(), references);
    }

    private async Task<(ProfileDocument? Profile, string Reason)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!ContainedPath.TryResolve(_request.Folder, path, out var full, out var reason))
            return (null, reason.TrimEnd('.'));
        var read = await DocumentFile.ReadAsync<ProfileDocument>(full, cancellationToken);
        return read.TryGet(out var profile) ? (profile, "") : (null, $"'{path}': {read.Problems[0].Message.TrimEnd('.')}");
    }
}
