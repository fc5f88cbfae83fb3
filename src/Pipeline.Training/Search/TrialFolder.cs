using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models.Documents;

namespace Pipeline.Training.Search;

/// <summary>
/// The trials that ended, each in a file that is there wholly or not at all, in a folder of the very search: one that is
/// interrupted goes on with them, and one that was changed begins anew.
/// </summary>
/// <param name="folder">Of the searches of a model.</param>
/// <param name="search">Of all that decides what a trial comes to.</param>
internal sealed class TrialFolder(string folder, Digest search)
{
    private readonly string _mine = Path.Combine(folder, search.Hex[..16]);

    /// <summary>Removes the trials of other searches.</summary>
    public void Begin()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var other in Directory.GetDirectories(folder).Where(path => path != _mine))
            Directory.Delete(other, recursive: true);
    }

    /// <summary>Null where there is none, or one that tried something else, or one that nobody can read.</summary>
    /// <param name="number">Counted from 1.</param>
    /// <param name="parameters">What it has to have tried.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SearchTrial?> FindAsync(
        int number, IReadOnlyDictionary<string, JsonElement> parameters, CancellationToken cancellationToken)
    {
        var path = FileOf(number);
        if (!File.Exists(path))
            return null;
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var trial = JsonSerializer.Deserialize<SearchTrial>(bytes, DocumentJson.Options);
            return trial?.Number == number && Digest.OfJson(trial.Parameters) == Digest.OfJson(parameters) ? trial : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Task KeepAsync(SearchTrial trial, CancellationToken cancellationToken) => AtomicFile.WriteAsync(
        FileOf(trial.Number), JsonSerializer.SerializeToUtf8Bytes(trial, DocumentJson.Options), cancellationToken);

    private string FileOf(int number) =>
        Path.Combine(_mine, number.ToString("00000", CultureInfo.InvariantCulture) + ".json");
}
