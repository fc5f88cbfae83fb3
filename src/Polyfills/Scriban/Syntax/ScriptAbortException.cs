using System.Threading;
using Scriban.Parsing;

namespace Scriban.Syntax;

public class ScriptAbortException : ScriptRuntimeException
{
    public ScriptAbortException(SourceSpan span, string message, CancellationToken cancellationToken)
        : base(span, message)
    {
        CancellationToken = cancellationToken;
    }

    public CancellationToken CancellationToken { get; }
}
