namespace Pipeline.Testing;

/// <summary>Waits for what a test is about to see: one that never sees it fails with a name, and does not hang.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <param name="what">As in "It was waited for ... in vain".</param>
    /// <param name="isSo">Looks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">It is not so after three minutes.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + Longest;
        while (!await isSo())
        {
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"It was waited for {what} in vain, for {Longest.TotalMinutes} minutes.");
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, CancellationToken)"/>
    public static Task UntilAsync(string what, Func<bool> isSo, CancellationToken cancellationToken) =>
        UntilAsync(what, () => Task.FromResult(isSo()), cancellationToken);
}
