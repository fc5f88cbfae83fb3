using System;
using System.Linq.Expressions;

namespace Nuke.Common.Utilities;

/// <summary>Runs an action when it is disposed, once.</summary>
public class DelegateDisposable : IDisposable
{
    private Action _cleanup;

    private DelegateDisposable(Action cleanup) => _cleanup = cleanup;

    public static IDisposable CreateBracket(Action setup = null, Action cleanup = null)
    {
        setup?.Invoke();
        return new DelegateDisposable(cleanup);
    }

    /// <summary>A bracket around what the setup made, which the cleanup is given.</summary>
    public static IDisposable CreateBracket<T>(Func<T> setup, Action<T> cleanup)
    {
        var made = setup();
        return new DelegateDisposable(() => cleanup(made));
    }

    /// <summary>Sets a field or property until the result is disposed.</summary>
    public static IDisposable SetAndRestore<T>(Expression<Func<T>> memberProvider, T value)
    {
        var member = memberProvider.GetMemberInfo();
        var target = memberProvider.GetTarget();
        var previous = member.GetValue<T>(target);
        return CreateBracket(() => member.SetValue(target, value), () => member.SetValue(target, previous));
    }

    public void Dispose()
    {
        var cleanup = _cleanup;
        _cleanup = null;
        cleanup?.Invoke();
        GC.SuppressFinalize(this);
    }
}
