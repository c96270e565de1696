"""The queue's arms: who claims jobs and where they run. The queue itself is a table behind `store.JobStore`."""
