using Pipeline.Core.Identity;
using Pipeline.Evaluation;

namespace Pipeline.Delivery.Stages;

/// <summary>The model that a new one is compared with: the registry's champion, or what production serves.</summary>
/// <param name="shelf">The registry.</param>
/// <param name="unknown">What production serves, where the registry does not know that model; null where it does.</param>
/// <param name="load">Makes it ready to answer.</param>
internal sealed class ChampionSearch(ModelShelf shelf, LiveModel? unknown, PredictorLoader load)
{
    /// <summary>Null where there is no champion.</summary>
    public async Task<Digest?> FindDigestAsync(CancellationToken cancellationToken) => unknown is not null
        ? await unknown.FindDigestAsync(cancellationToken) ?? unknown.Revision.Image.Value
        : (await shelf.FindChampionAsync(cancellationToken))?.Digest;

    /// <summary>The champion ready to answer, or the reason why there is none to compare with.</summary>
    public async Task<Champion> LoadAsync(Digest candidate, CancellationToken cancellationToken)
    {
        if (unknown is null)
            return await shelf.LoadChampionAsync(candidate, load, cancellationToken);
        return await unknown.FindDigestAsync(cancellationToken) == candidate
            ? new Champion.Absent("the champion is this very model")
            : await unknown.LoadAsync(load, cancellationToken);
    }
}
