using System;

namespace Nuke.Common.Utilities;

public static class DisposableExtensions
{
    /// <summary>Both as one; the other is disposed first.</summary>
    public static IDisposable CombineWith(this IDisposable disposable, IDisposable otherDisposable) =>
        DelegateDisposable.CreateBracket(cleanup: () =>
        {
            using (disposable)
                otherDisposable.Dispose();
        });

    public static IDisposable CombineWith(this IDisposable disposable, Action setup = null, Action cleanup = null) =>
        disposable.CombineWith(DelegateDisposable.CreateBracket(setup, cleanup));
}
