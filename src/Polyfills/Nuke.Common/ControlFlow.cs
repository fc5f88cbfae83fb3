using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Serilog;

namespace Nuke.Common;

/// <summary>Ways to go on after a failure.</summary>
public static class ControlFlow
{
    /// <summary>Runs an action whose failure is no failure of the build; it is logged instead.</summary>
    public static void SuppressErrors(Action action, bool includeStackTrace = false, bool logWarning = true) =>
        SuppressErrors<object>(() => { action(); return null; }, defaultValue: null, includeStackTrace, logWarning);

    /// <summary>The items of an enumeration, or none when making it fails.</summary>
    public static IEnumerable<T> SuppressErrors<T>(Func<IEnumerable<T>> action, bool includeStackTrace = false) =>
        SuppressErrors(() => action().ToList(), [], includeStackTrace);

    /// <summary>The result of a function, or the default when it fails.</summary>
    public static T SuppressErrors<T>(
        Func<T> action, T defaultValue = default, bool includeStackTrace = false, bool logWarning = true)
    {
        try
        {
            return action();
        }
        catch (Exception exception)
        {
            if (logWarning)
                Log.Warning("{Error}", includeStackTrace ? exception.ToString() : exception.Message);
            return defaultValue;
        }
    }

    /// <summary>Runs an action until it succeeds, a limited number of times, cleaning up after each attempt.</summary>
    /// <exception cref="Exception">The last attempt failed; its exception is the cause.</exception>
    public static void ExecuteWithRetry(
        Action action, Action cleanup = null, int retryAttempts = 3, TimeSpan? delay = null, Action<string> logAction = null)
    {
        Assert.True(retryAttempts > 0);
        for (var attempt = 1; ; attempt++)
        {
            var failure = Attempt(action, cleanup);
            if (failure == null)
                return;
            if (attempt == retryAttempts)
                Assert.Fail($"Executing failed permanently after {retryAttempts} attempts: {failure.Message}", failure);
            (logAction ?? Log.Warning)($"Attempt {attempt} of {retryAttempts} failed: {failure.Message}");
            Thread.Sleep(delay ?? TimeSpan.Zero);
        }
    }

    private static Exception Attempt(Action action, Action cleanup)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            cleanup?.Invoke();
        }
    }
}
