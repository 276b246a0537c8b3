"""Systems that stay up between test runs: `make services`, `make stop-services`, and how a run attaches to one."""
