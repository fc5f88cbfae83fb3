namespace Scriban.Runtime;

internal static class Truth
{
    /// <summary>Only null, false and the empty object are false; zero and empty text are true.</summary>
    public static bool Of(object value) => value is not (null or false or EmptyScriptObject);
}
